import { type Json, jsonSchema } from "./run.ts";

/** A deep copy holding only what JSON can hold: undefined fields are gone. */
export function toJson(value: unknown): Json {
  return jsonSchema.parse(JSON.parse(JSON.stringify(value)));
}
