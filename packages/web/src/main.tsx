import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { applyTheme, readTheme } from './app/theme.ts'
import './kit/index.css'
import './app/layout.css'

applyTheme(readTheme())
// Before people signed in, a key was kept here.
localStorage.removeItem('muster.key')

// A page that was open while a new version was put up asks for parts that are gone: it is loaded anew, once.
addEventListener('vite:preloadError', (event) => {
  const isFirst = sessionStorage.getItem('muster.reloaded') !== location.pathname
  sessionStorage.setItem('muster.reloaded', location.pathname)
  if (!isFirst) return
  event.preventDefault()
  location.reload()
})

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
