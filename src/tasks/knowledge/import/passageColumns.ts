import { recordOf } from "../../files/record.ts";
import { type Fields, fieldsOf, firstOf, nameIn, PASSAGE_NAMES } from "./passageNames.ts";

/**
 * The rows of a table as pandas and the Hub's library write one in JSON: a column by name, each a list or an object by
 * row; rows as lists beside the names of the columns; rows by number. Made one by one, so that whoever has read enough can
 * stop. Null where it is no such table.
 */
export function rowsOfTable(fields: Fields): Iterable<unknown> | null {
  const names = fields.get("columns");
  const data = fields.get("data");
  if (Array.isArray(names) && Array.isArray(data)) return rowsByName(names, data);
  const questions = cellsOf(firstOf(fields, PASSAGE_NAMES.question));
  // A question may be an object with a text, too.
  if (questions !== null && !questions.has("text")) return rowsByColumn(fields, questions.keys());
  const rows = [...fields.values()];
  const areRows = fields.size > 0 && rows.every(isPassageOrRow);
  return areRows ? rows : null;
}

function isPassageOrRow(value: unknown): boolean {
  const fields = fieldsOf(value);
  return (
    fields !== null && nameIn(fields, [...PASSAGE_NAMES.question, ...PASSAGE_NAMES.context]) !== undefined
  );
}

function* rowsByName(names: readonly unknown[], rows: readonly unknown[]): Generator<unknown> {
  for (const row of rows) {
    yield Array.isArray(row) ? Object.fromEntries(names.map((name, i) => [String(name), row[i]])) : row;
  }
}

function* rowsByColumn(fields: Fields, places: Iterable<string>): Generator<unknown> {
  const columns = [...fields].map(([name, column]) => ({ name, cells: cellsOf(column) }));
  for (const place of places) {
    yield Object.fromEntries(columns.map(({ name, cells }) => [name, cells?.get(place)]));
  }
}

/** A column's cells by the name or number of their row. */
function cellsOf(column: unknown): ReadonlyMap<string, unknown> | null {
  if (!Array.isArray(column)) return recordOf(column);
  return new Map(column.map((cell: unknown, row) => [String(row), cell]));
}
