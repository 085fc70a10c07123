import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as Base } from 'react-aria-components'

export interface TabPage {
  readonly id: string
  readonly text: string
  readonly note?: string
  readonly page: ReactNode
}

export function Tabs({
  label,
  pages,
  value,
  start,
  onChange,
}: {
  readonly label: string
  readonly pages: readonly TabPage[]
  readonly value?: string
  /** The one that is open first; the first one else. */
  readonly start?: string
  readonly onChange?: (id: string) => void
}) {
  return (
    <Base
      {...(value !== undefined && { selectedKey: value })}
      {...(start !== undefined && { defaultSelectedKey: start })}
      onSelectionChange={(key) => {
        onChange?.(String(key))
      }}
    >
      <TabList aria-label={label} className="tabs-list" items={pages}>
        {({ id, text, note }) => (
          <Tab id={id} className="tab">
            {text}
            {note !== undefined && <span className="muted small num">{note}</span>}
          </Tab>
        )}
      </TabList>
      {pages.map(({ id, page }) => (
        <TabPanel key={id} id={id} className="tab-panel">
          {page}
        </TabPanel>
      ))}
    </Base>
  )
}
