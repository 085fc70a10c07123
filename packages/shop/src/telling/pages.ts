/** A page of the website, as `context.page` and the properties of a page call name it. One object for all who see it. */
export type Page = Readonly<Record<'path' | 'title' | 'url', string>>

function page(path: string, title: string): Page {
  return { path, title, url: `https://shop.example${path}` }
}

export const HOME = page('/', 'Home')
export const SALE = page('/sale', 'Sale')
export const SEARCH = page('/search', 'Search')
export const CART = page('/cart', 'Cart')
export const CHECKOUT = page('/checkout', 'Checkout')
export const THANKS = page('/thanks', 'Thank you')
export const PRIVACY = page('/privacy', 'Privacy settings')
export const PLANS = page('/plans', 'Plans')
export const WELCOME = page('/welcome', 'Welcome')

export function categoryPage(category: string): Page {
  return page(`/c/${category.toLowerCase()}`, category)
}

export function productPage(productId: string, name: string): Page {
  return page(`/p/${productId}`, name)
}
