import { describe, expect, it } from "vitest";
import { fileText, foreignFile } from "./fileText.ts";

const bytes = (text: string, encoding: BufferEncoding) => Uint8Array.from(Buffer.from(text, encoding));

describe("the text of a file", () => {
  it.each([
    ["UTF-8", bytes("é 日本", "utf8")],
    ["UTF-8 with a mark", bytes("\ufeffé 日本", "utf8")],
    ["UTF-16 with a mark", bytes("\ufeffé 日本", "utf16le")],
    ["UTF-16, the other order", Uint8Array.from(Buffer.from("\ufeffé 日本", "utf16le").swap16())],
  ])("%s", (_, file) => expect(fileText(file)).toBe("é 日本"));

  it("UTF-16 without a mark, as some programs write it", () => {
    const file = Buffer.from("[1, “é日”]", "utf16le");
    expect(fileText(Uint8Array.from(file))).toBe("[1, “é日”]");
    expect(fileText(Uint8Array.from(file.swap16()))).toBe("[1, “é日”]");
  });

  it("the encoding of Western spreadsheets, quotation marks and all", () => {
    expect(fileText(Uint8Array.of(0x93, 0xe9, 0x94, 0x20, 0x80, 0x20, 0x96, 0x9f))).toBe("“é” € –Ÿ");
  });

  it("UTF-8 that was cut within a letter, or has a bad byte in it, keeps the other letters", () => {
    const cut = bytes("Zoë, Renée, Ağa", "utf8").subarray(0, -2);
    expect(fileText(cut)).toBe("Zoë, Renée, A\ufffd");
    expect(fileText(Uint8Array.from([...bytes("né à ", "utf8"), 0xff, ...bytes("Bü", "utf8")]))).toBe(
      "né à \ufffdBü",
    );
  });
});

describe("a file of another kind is named", () => {
  const binary = (...values: number[]) => fileText(Uint8Array.from([...values, ...Array(20).fill(0)]));
  it.each([
    ["a web page", "\n<!DOCTYPE html>"],
    ["a web page", "<div>not found</div>"],
    ["a server's answer, not the file", "404: Not Found"],
    ["a server's answer, not the file", '{"error":"The data set is gated"}'],
    ["compressed with gzip", binary(0x1f, 0x8b, 8)],
    ["a zip archive, or a spreadsheet", binary(0x50, 0x4b, 3, 4)],
    ["a Parquet file", binary(0x50, 0x41, 0x52, 0x31)],
    ["an Arrow file", binary(0xff, 0xff, 0xff, 0xff, 8)],
    ["a binary file, and no text", binary(0x28, 0xb5, 0x2f, 0xfd)],
    ["a binary file, and no text", binary(0xd0, 0xcf, 0x11, 0xe0)],
  ])("%s", (what, text) => expect(foreignFile(text)?.what).toBe(what));

  it("data is not", () => {
    for (const text of [
      "[1]",
      '{"data":[{"message":"x"}]}',
      "500,a\n1,2",
      "a\tb\r\n\r\n\r\n",
      '{"error":3}',
    ]) {
      expect(foreignFile(text)).toBeNull();
    }
  });
});
