import { FakeModel } from "./fakeModel.ts";

/** The fake with a token for every character: a tokenizer that cuts digits apart, as most do. */
export class CharacterFake extends FakeModel {
  override encode(text: string): number[] {
    return [...text].map((character) => character.codePointAt(0) ?? 0);
  }

  override decode(tokens: readonly number[]): string {
    return tokens.map((token) => String.fromCodePoint(token)).join("");
  }
}
