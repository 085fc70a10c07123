import type { Basket } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ShoppingBasket } from 'lucide-react'
import { useState } from 'react'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useMay } from '../data/useMay.ts'
import { formatCount, formatNumber, formatPart } from '../format/number.ts'
import {
  Badge,
  Button,
  Card,
  Choice,
  EmptyState,
  InlineText,
  Segments,
  Table,
} from '../kit/index.ts'
import { Answered } from './Answered.tsx'
import { basketRows, itemName, itemNote } from './basketRows.ts'
import { CsvButton } from './CsvButton.tsx'
import { readBasket } from './search.ts'
import type { BasketSearch } from './search.ts'
import { subjectOf } from './subject.ts'
import { useAnalysis } from './useAnalysis.ts'
import { useOffer } from './useOffer.ts'
import { WhoPicker } from './WhoPicker.tsx'

const USUAL_LEAST = 10
/** Of pairs that occur less often any lift is chance. */
const FEWEST = 3
const ALWAYS = 'ever'

/** What is bought together, and what next, each with the audience to offer it to. */
export function BasketPage() {
  const search = readBasket(useSearch({ from: '/analysis/basket' }))
  const navigate = useNavigate({ from: '/analysis/basket' })
  const client = useClient()
  const audiences = useQuery(queries.audiences(client)).data
  const { kind = 'together', items = 'product', sort = 'lift', within, audience } = search
  const { least = USUAL_LEAST } = search
  const about = audiences?.find(({ id }) => id === audience)
  const analysis = useAnalysis(
    ['basket', search, about?.state],
    (signal) =>
      client.analysis.basket(
        {
          ...{ kind, items, sort, leastCount: least },
          ...(kind === 'next' && within !== undefined && { within }),
          ...(audience !== undefined && { subject: about ? subjectOf(about) : { audience } }),
        },
        signal,
      ),
    audience === undefined || audiences !== undefined,
  )
  const ask = (change: { readonly [Key in keyof BasketSearch]: BasketSearch[Key] | undefined }) => {
    // What is undefined is left out of the address.
    void navigate({ search: { ...search, ...change } as BasketSearch, replace: true })
  }
  return (
    <Page
      title="Basket"
      intro="Who buys the one also buys the other: in the same order, or in the next. Each pair comes with the people to offer it to."
    >
      <Card>
        <div className="question">
          Of orders by
          <WhoPicker
            audiences={audiences ?? []}
            value={audience}
            onChange={(id) => {
              ask({ audience: id })
            }}
          />
          <Segments
            label="What is looked for"
            value={kind}
            options={[
              { id: 'together', text: 'Bought together' },
              { id: 'next', text: 'Bought next' },
            ]}
            onChange={(id) => {
              ask({ kind: id === 'next' ? 'next' : undefined })
            }}
          />
          <Segments
            label="What is counted"
            value={items}
            options={[
              { id: 'product', text: 'Products' },
              { id: 'category', text: 'Categories' },
            ]}
            onChange={(id) => {
              ask({ items: id === 'category' ? 'category' : undefined })
            }}
          />
          {kind === 'next' && (
            <>
              within
              <Choice
                label="How long until the next order"
                value={within ?? ALWAYS}
                options={[
                  { id: ALWAYS, text: 'any time' },
                  ...['30', '90', '180', '365'].map((days) => ({
                    ...{ id: `${days}d`, text: `${days} days` },
                  })),
                ]}
                onChange={(id) => {
                  ask({ within: id === ALWAYS ? undefined : id })
                }}
              />
            </>
          )}
          at least
          <LeastCount
            key={least}
            value={least}
            onChange={(count) => {
              ask({ least: count === USUAL_LEAST ? undefined : count })
            }}
          />
          times, by
          <Choice
            label="Order"
            value={sort}
            options={[
              { id: 'lift', text: 'lift', detail: 'How many times as often as by chance' },
              { id: 'confidence', text: 'confidence', detail: 'Part of those with the first' },
              { id: 'support', text: 'support', detail: 'Part of all baskets' },
            ]}
            onChange={(id) => {
              ask({ sort: id === 'lift' ? undefined : id })
            }}
          />
        </div>
      </Card>
      <Answered analysis={analysis} doing="Going through all orders">
        {(basket) => (
          <Answer
            {...{ basket, least }}
            onLeast={(count) => {
              ask({ least: count })
            }}
          />
        )}
      </Answered>
    </Page>
  )
}

/** Asked for when one is done with typing. */
function LeastCount({
  value,
  onChange,
}: {
  readonly value: number
  readonly onChange: (count: number) => void
}) {
  const [typed, setTyped] = useState(String(value))
  const isWrong = !/^[1-9]\d{0,5}$/.test(typed.trim())
  const done = () => {
    if (!isWrong && Number(typed) !== value) onChange(Number(typed))
  }
  return (
    <form
      onBlur={done}
      onSubmit={(event) => {
        event.preventDefault()
        done()
      }}
    >
      <InlineText
        label="Least count"
        value={typed}
        onChange={setTyped}
        isNumeric
        {...{ isWrong }}
      />
    </form>
  )
}

type Rule = Basket['rules'][number]

function Answer({
  basket,
  least,
  onLeast,
}: {
  readonly basket: Basket
  readonly least: number
  readonly onLeast: (count: number) => void
}) {
  const offer = useOffer()
  const mayWrite = useMay('audiences.write')
  const { rules, baskets, kind } = basket
  const what = kind === 'next' ? 'orders that were followed by another' : 'orders'
  if (rules.length === 0) {
    return (
      <Card>
        <EmptyState
          icon={<ShoppingBasket size={20} aria-hidden />}
          title="No pair stands out"
          action={
            baskets > 0 &&
            least > FEWEST && (
              <Button
                onPress={() => {
                  onLeast(FEWEST)
                }}
              >
                Ask for {FEWEST} or more
              </Button>
            )
          }
        >
          {baskets === 0
            ? 'There are no orders with products. The setting “commerce” says which event is an order and where its products stand.'
            : `Of ${formatCount(baskets)} ${what} no two things occur at least ${formatCount(least)} times and more often together than by chance.`}
        </EmptyState>
      </Card>
    )
  }
  return (
    <Card
      title={kind === 'next' ? 'Bought next' : 'Bought together'}
      flush
      aside={
        <span className="row">
          <span className="muted small num">
            {formatCount(rules.length)} pairs of {formatCount(baskets)} {what}
          </span>
          <CsvButton name={`basket-${kind}`} rows={() => basketRows(basket)} />
        </span>
      }
    >
      <Table<Rule>
        label="Pairs"
        rows={rules}
        keyOf={({ bought, offer: { id } }) => JSON.stringify([bought.id, id])}
        columns={[
          {
            ...{ id: 'bought', head: 'Who bought' },
            cell: ({ bought }) => <Item item={bought} />,
          },
          {
            ...{ id: 'offer', head: kind === 'next' ? 'buys next' : 'also buys' },
            cell: ({ offer: item, audience }) => (
              <>
                <Item item={item} />
                {audience.kind === 'upsell' && <Badge tone="accent">upsell</Badge>}
              </>
            ),
          },
          {
            ...{ id: 'count', head: 'Both', isNumber: true, isExtra: true },
            cell: ({ count }) => formatCount(count),
          },
          {
            ...{ id: 'support', head: 'Support', isNumber: true, isExtra: true },
            cell: ({ support }) => formatPart(support, 1),
          },
          {
            ...{ id: 'confidence', head: 'Confidence', isNumber: true },
            cell: ({ confidence }) => formatPart(confidence, 1),
          },
          {
            ...{ id: 'lift', head: 'Lift', isNumber: true },
            cell: ({ lift }) => `${formatNumber(lift)}×`,
          },
          ...(mayWrite
            ? [
                {
                  ...{ id: 'offering', head: 'Audience', isNumber: true },
                  cell: ({ audience: { definition, name, description } }: Rule) => (
                    <Button
                      small
                      aria-label={`Make it: the audience “${name}”`}
                      onPress={() => {
                        offer(definition, { name, description })
                      }}
                    >
                      Make it
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  )
}

function Item({ item }: { readonly item: Rule['bought'] }) {
  return (
    <>
      <div className="item-name">{itemName(item)}</div>
      <div className="muted small num">{itemNote(item)}</div>
    </>
  )
}
