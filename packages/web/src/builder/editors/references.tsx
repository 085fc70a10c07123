import { formatCount } from '../../format/number.ts'
import { Picker } from '../../kit/index.ts'
import { useBuilding, useIsWrong, usePut } from '../building.ts'
import type { EditorProps } from '../fields.tsx'

const text = (value: EditorProps['value']) => (typeof value === 'string' ? value : '')

export function AudienceEditor({ at, value }: EditorProps) {
  const put = usePut(at)
  const { vocabulary } = useBuilding()
  return (
    <>
      <span className="word">the audience</span>
      <Picker
        label="Audience"
        value={text(value)}
        items={vocabulary.audiences
          .filter(({ state }) => state !== 'archived')
          .map(({ id, name, size, sentence }) => ({
            ...{ id, text: name, detail: sentence },
            ...(size !== null && { note: formatCount(size) }),
          }))}
        placeholder="choose an audience"
        look="strong"
        isWrong={useIsWrong(at)}
        onPick={put}
        emptyText="There is no other audience yet. Save one first."
      />
    </>
  )
}

export function ListEditor({ at, value }: EditorProps) {
  const put = usePut(at)
  const { vocabulary } = useBuilding()
  return (
    <>
      <span className="word">the list</span>
      <Picker
        label="List"
        value={text(value)}
        items={vocabulary.lists.map(({ id, name, size }) => ({
          ...{ id, text: name, note: formatCount(size) },
        }))}
        placeholder="choose a list"
        look="strong"
        isWrong={useIsWrong(at)}
        onPick={put}
        emptyText="There is no list yet. Make one with `muster list create`."
      />
    </>
  )
}

const STANDARD = ['user_id', 'email', 'phone', 'device_id', 'anonymous_id']

export function IdentifierKindEditor({ at, value }: EditorProps) {
  const put = usePut(at)
  const { vocabulary } = useBuilding()
  const counts = new Map(
    vocabulary.catalogue.identifierKinds.map(({ kind, count }) => [kind, count]),
  )
  return (
    <Picker
      label="Kind of identifier"
      value={text(value)}
      items={[...new Set([...STANDARD, ...counts.keys()])].map((kind) => ({
        ...{ id: kind, text: kind.replaceAll('_', ' ') },
        note: formatCount(counts.get(kind) ?? 0),
      }))}
      placeholder="choose a kind"
      look="strong"
      isWrong={useIsWrong(at)}
      custom={(typed) => [{ id: typed, text: `Use “${typed}”`, note: 'not seen yet' }]}
      onPick={put}
    />
  )
}
