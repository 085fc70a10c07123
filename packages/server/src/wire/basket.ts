import { z } from '@hono/zod-openapi'
import { mostRules } from '@muster/engine'
import type { Basket as EngineBasket, Item as EngineItem } from '@muster/engine'
import { subjectSchema } from './analysis.ts'
import { definitionSchema, instantSchema } from './common.ts'

export const basketQuestionSchema = z.strictObject({
  kind: z.enum(['together', 'next']).exactOptional(),
  items: z.enum(['product', 'category']).exactOptional(),
  from: instantSchema.exactOptional(),
  to: instantSchema.exactOptional(),
  within: z.string().exactOptional().openapi({ example: '90d' }),
  leastCount: z.int().min(1).exactOptional(),
  leastConfidence: z.number().min(0).max(1).exactOptional(),
  leastLift: z.number().min(0).exactOptional(),
  sort: z.enum(['lift', 'confidence', 'support']).exactOptional(),
  limit: z.int().min(1).max(mostRules).exactOptional(),
  subject: subjectSchema.exactOptional(),
})

const itemSchema = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    category: z.string().nullable(),
    price: z.number().nullable(),
  })
  .openapi('BasketItem')

export const basketSchema = z
  .object({
    kind: z.enum(['together', 'next']),
    items: z.enum(['product', 'category']),
    baskets: z.int(),
    rules: z
      .array(
        z
          .object({
            bought: itemSchema,
            offer: itemSchema,
            count: z.int(),
            boughtCount: z.int(),
            offerCount: z.int(),
            support: z.number(),
            confidence: z.number(),
            lift: z.number(),
            audience: z
              .object({
                kind: z.enum(['cross_sell', 'upsell']),
                name: z.string(),
                description: z.string(),
                definition: definitionSchema,
              })
              .openapi({ description: 'Name, description and definition, ready to be created.' }),
          })
          .openapi('BasketRule'),
      )
      .readonly(),
  })
  .openapi('Basket')

export type BasketQuestion = z.input<typeof basketQuestionSchema>
export type Basket = z.output<typeof basketSchema>

export const sendBasket = ({ rules, ...basket }: EngineBasket): Basket => ({
  ...basket,
  rules: rules.map(({ bought, offer, ...rule }) => ({
    ...rule,
    bought: sendItem(bought),
    offer: sendItem(offer),
  })),
})

const sendItem = ({ id, name, category, price }: EngineItem) => ({
  id,
  name: name ?? null,
  category: category ?? null,
  price: price ?? null,
})
