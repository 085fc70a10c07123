import { WarehouseError, type Warehouse } from './warehouse.ts'

/**
 * The same warehouse, which waits in `close` for what is under way and refuses whatever comes after it with the code `closed`. Closing
 * again waits for the same end.
 */
export function closable(warehouse: Warehouse): Warehouse {
  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  const whileOpen = <T>(work: () => Promise<T>): Promise<T> => {
    if (closing !== undefined) return Promise.reject(closed())
    const result = work()
    underWay.add(result)
    const forget = (): boolean => underWay.delete(result)
    result.then(forget, forget)
    return result
  }

  const { whileStill } = warehouse
  return {
    ...(whileStill && {
      whileStill: <T>(work: () => Promise<T>) => whileOpen(() => whileStill(work)),
    }),
    query: <Row>(...call: Parameters<Warehouse['query']>) =>
      whileOpen(() => warehouse.query<Row>(...call)),
    command: (...call) => whileOpen(() => warehouse.command(...call)),
    insert: (...call) => whileOpen(() => warehouse.insert(...call)),
    close: () => (closing ??= Promise.allSettled(underWay).then(() => warehouse.close())),
  }
}

const closed = (): WarehouseError =>
  new WarehouseError('closed', 'The warehouse is closed. Open it again to use it.', {
    transient: false,
  })
