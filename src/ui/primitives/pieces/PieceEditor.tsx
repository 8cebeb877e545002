import { ListPlus, Trash2 } from "lucide-react";
import type { Piece } from "../../../protocol/run.ts";
import { Button, IconButton } from "../Button.tsx";
import styles from "./PieceEditor.module.css";
import { isWhole, noteInWords, reworded, ticked } from "./pieceChanges.ts";
import { TruthMark } from "./TruthMark.tsx";

interface PieceEditorProps {
  pieces: readonly Piece[];
  onChange: (pieces: readonly Piece[]) => void;
}

/** While the run waits: keep, drop, change, delete and add pieces. */
export default function PieceEditor({ pieces, onChange }: PieceEditorProps) {
  const change = (id: string, changed: (piece: Piece) => Piece) =>
    onChange(pieces.map((piece) => (piece.id === id ? changed(piece) : piece)));
  const asQuestions = pieces.some((piece) => piece.question !== undefined);
  return (
    <div>
      <ol className={styles.list} aria-label="Pieces of the self-edit">
        {pieces.map((piece, index) => (
          <li key={piece.id} className={styles.piece} data-kept={piece.kept}>
            <input
              type="checkbox"
              aria-label={`Keep piece ${index + 1}`}
              checked={piece.kept}
              disabled={!piece.kept && !isWhole(piece)}
              onChange={({ target }) => change(piece.id, (now) => ticked(now, target.checked))}
            />
            <PieceFields
              piece={piece}
              number={index + 1}
              onChange={(words) => change(piece.id, (now) => reworded(now, words))}
            />
            <IconButton
              label={`Delete piece ${index + 1}`}
              icon={<Trash2 aria-hidden />}
              onClick={() => onChange(pieces.filter((one) => one.id !== piece.id))}
            />
          </li>
        ))}
      </ol>
      <Button
        look="quiet"
        icon={<ListPlus aria-hidden />}
        onClick={() => onChange([...pieces, newPiece(pieces, asQuestions)])}
      >
        Add a piece
      </Button>
    </div>
  );
}

interface PieceFieldsProps {
  piece: Piece;
  number: number;
  onChange: (words: Pick<Piece, "text" | "question" | "answer">) => void;
}

function PieceFields({ piece, number, onChange }: PieceFieldsProps) {
  const { question, answer = "", truth } = piece;
  const note = noteInWords(piece);
  return (
    <div className={styles.fields}>
      {question === undefined ? (
        <textarea
          aria-label={`Piece ${number}`}
          rows={rowsFor(piece.text)}
          value={piece.text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      ) : (
        <>
          <textarea
            rows={rowsFor(question)}
            aria-label={`Question of piece ${number}`}
            placeholder="Question"
            value={question}
            onChange={(event) => onChange(pair(oneLine(event.target.value), answer))}
          />
          <textarea
            className={styles.answer}
            rows={rowsFor(answer)}
            aria-label={`Answer of piece ${number}`}
            placeholder="Answer"
            value={answer}
            onChange={(event) => onChange(pair(question, oneLine(event.target.value)))}
          />
        </>
      )}
      {(note !== undefined || truth !== undefined) && (
        <p className={styles.note}>
          {truth !== undefined && <TruthMark truth={truth} />} {note}
        </p>
      )}
    </div>
  );
}

/** For browsers that cannot fit a field to its content. */
function rowsFor(text: string): number {
  return Math.max(1, Math.ceil(text.length / 66));
}

/** A line break would be read as the end of the question or answer. */
function oneLine(text: string): string {
  return text.replaceAll("\n", " ");
}

function pair(question: string, answer: string): Pick<Piece, "text" | "question" | "answer"> {
  return { question, answer, text: `${question} ${answer}`.trim() };
}

function newPiece(pieces: readonly Piece[], asQuestion: boolean): Piece {
  let number = pieces.length;
  while (pieces.some((piece) => piece.id === `user-${number}`)) number += 1;
  // It counts once something is written.
  const blank = { id: `user-${number}`, text: "", kept: false };
  return asQuestion ? { ...blank, question: "", answer: "" } : blank;
}
