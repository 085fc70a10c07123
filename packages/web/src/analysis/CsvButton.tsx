import { Download } from 'lucide-react'
import { csvText, saveFile } from '../format/csv.ts'
import { Button } from '../kit/index.ts'

/** Saves what a table shows, with every digit. */
export function CsvButton({
  name,
  rows,
}: {
  /** Of the file, without its ending. */
  readonly name: string
  readonly rows: () => readonly (readonly string[])[]
}) {
  return (
    <Button
      small
      onPress={() => {
        saveFile(`${name}.csv`, csvText(rows()))
      }}
    >
      <Download size={14} aria-hidden />
      CSV
    </Button>
  )
}
