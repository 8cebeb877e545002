import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { Piece } from "../../../protocol/run.ts";
import PieceEditor from "./PieceEditor.tsx";
import { PieceList } from "./PieceList.tsx";
import { ticked } from "./pieceChanges.ts";

const piece: Piece = { id: "p1", text: "Orsvik is old.", kept: true, note: "“old” is not in the passage" };
const textOf = (html: string) => html.replace(/<[^>]*>/g, "");

it("says by whom a piece was dropped, in the list and in the editor", () => {
  const pieces = [ticked(piece, false)];
  const words = "dropped by you · “old” is not in the passage";
  expect(textOf(renderToStaticMarkup(<PieceList pieces={pieces} />))).toContain(words);
  expect(textOf(renderToStaticMarkup(<PieceEditor pieces={pieces} onChange={() => {}} />))).toContain(words);
});

it("says of an emptied piece that it was left empty, and no more", () => {
  const emptied: Piece = { id: "p1", text: "", kept: false, note: "left empty", truth: "unknown" };
  const html = renderToStaticMarkup(<PieceList pieces={[emptied]} />);
  expect(textOf(html)).toBe("dropped: left empty");
  expect(html).not.toContain("translate");
});
