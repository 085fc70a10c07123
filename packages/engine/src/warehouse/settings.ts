/** What every session of the warehouse runs with, embedded or by URL. */
export const SESSION_SETTINGS: Readonly<Record<string, number | string>> = {
  // A left join that finds nothing gives 0, '' and [], which is what "no evidence" means in every fact.
  join_use_nulls: 0,
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_64bit_floats: 0,
  output_format_json_quote_denormals: 1,
  // A column of text takes an object or array of a row as its text, just as it stands.
  input_format_json_read_objects_as_strings: 1,
  input_format_json_read_arrays_as_strings: 1,
  // Most answers are small: to hand them to a thread that writes them, and to another that collects, takes longer than to write them.
  output_format_parallel_formatting: 0,
  // One insert is one block and so one part: all of its rows, or none (docs/adr/0002).
  input_format_parallel_parsing: 0,
  max_insert_block_size: 1_048_576,
  // Values stand in the text, those of a tick with many thousand profiles several times.
  max_query_size: 67_108_864,
  max_ast_elements: 1_000_000,
  max_expanded_ast_elements: 5_000_000,
  max_parser_depth: 10_000,
  max_ast_depth: 10_000,
  // A definition compiles to one long expression; native code for it would cost more than it saves.
  compile_expressions: 0,
  // A few people are looked up among very many granules: in halves instead of eighths that takes a sixth less time.
  merge_tree_coarse_index_granularity: 2,
  lightweight_deletes_sync: 2,
  mutations_sync: 2,
}
