import { render, sql } from '@muster/core'
import type { Statement } from '@muster/core'

/** A statement over the file that the child process was given, by the name it has in the child's folder, and the form of its answer. */
export interface FileQuery {
  readonly of: (name: string) => Statement
  readonly format: 'JSONCompactEachRow' | 'JSONCompactEachRowWithNames' | 'TSVRaw'
}

const text = (value: string) => ({ type: 'String' as const, value })

/** Every line as it is. The engine unpacks by the file's name. */
export const decompressed: FileQuery = {
  of: (name) => render(sql`SELECT line FROM file(${text(name)}, 'LineAsString')`),
  format: 'TSVRaw',
}

/** One line: the names of the columns. */
export const parquetColumns: FileQuery = {
  of: (name) => render(sql`SELECT * FROM file(${text(name)}, 'Parquet') LIMIT 0`),
  format: 'JSONCompactEachRowWithNames',
}

/** One line with one number. */
export const parquetCount: FileQuery = {
  of: (name) => render(sql`SELECT count() FROM file(${text(name)}, 'Parquet')`),
  format: 'JSONCompactEachRow',
}

/** Every row as an array, in the order of the file; instants in ISO 8601 in UTC, decimals as text so that no digit is lost. */
export const parquetRows: FileQuery = {
  of: (name) =>
    render(sql`
      SELECT * FROM file(${text(name)}, 'Parquet')
      SETTINGS
        max_threads = 1,
        input_format_parquet_preserve_order = 1,
        output_format_json_quote_64bit_integers = 0,
        output_format_json_quote_decimals = 1,
        output_format_json_quote_denormals = 1,
        date_time_output_format = 'iso'`),
  format: 'JSONCompactEachRow',
}
