import {
  CaretsToAxisDashedHorizontal,
  CaretsToAxisDashedVertical,
  ClipboardPaste,
  Copy,
  PaintBucket,
  Pencil,
  Redo2,
  Replace,
  RotateCw,
  SquareDashed,
  Undo2,
} from "lucide-react";
import { IconButton } from "../../../../ui/primitives/Button.tsx";
import { flipLeftRight, flipUpDown, rotate90 } from "../../views/transforms.ts";
import { useLooks } from "../grids/looks.ts";
import { PALETTE_TEXTS } from "../grids/palette.ts";
import { type Tool, useEditing } from "./editing.ts";
import styles from "./PuzzleEditor.module.css";

const TOOLS: readonly { tool: Tool; label: string; icon: typeof Pencil }[] = [
  { tool: "paint", label: "Paint cells", icon: Pencil },
  { tool: "fill", label: "Fill areas", icon: PaintBucket },
  { tool: "select", label: "Select cells", icon: SquareDashed },
];

/** Colours, tools, and what can be done with what is selected. */
export function EditorTools() {
  const editing = useEditing();
  const { palette } = useLooks();
  const what = editing.selection ? "the selection" : "the grid";
  return (
    <div className={styles.tools} role="toolbar" aria-label="Tools">
      <fieldset className={styles.colours} aria-label="Colour">
        {PALETTE_TEXTS[palette].colours.map((one, index) => (
          <button
            key={one.name}
            type="button"
            className={styles.colour}
            aria-label={`${index}: ${one.name}`}
            title={`${index}: ${one.name}`}
            aria-pressed={index === editing.colour}
            style={{ background: one.colour, color: one.ink }}
            onClick={() => editing.pick(index)}
          >
            {index}
          </button>
        ))}
      </fieldset>
      <span className={styles.buttons}>
        {TOOLS.map(({ tool, label, icon: Icon }) => (
          <IconButton
            key={tool}
            label={label}
            icon={<Icon aria-hidden />}
            aria-pressed={editing.tool === tool}
            onClick={() => editing.choose(tool)}
          />
        ))}
      </span>
      <span className={styles.buttons}>
        <IconButton label={`Copy ${what}`} icon={<Copy aria-hidden />} onClick={editing.copy} />
        <IconButton
          label="Paste at the cell"
          icon={<ClipboardPaste aria-hidden />}
          disabled={!editing.canPaste}
          onClick={editing.paste}
        />
        <IconButton
          label={`Turn ${what} a quarter`}
          icon={<RotateCw aria-hidden />}
          onClick={() => editing.turn(rotate90)}
        />
        <IconButton
          label={`Mirror ${what} left to right`}
          icon={<CaretsToAxisDashedVertical aria-hidden />}
          onClick={() => editing.turn(flipLeftRight)}
        />
        <IconButton
          label={`Mirror ${what} top to bottom`}
          icon={<CaretsToAxisDashedHorizontal aria-hidden />}
          onClick={() => editing.turn(flipUpDown)}
        />
        <IconButton
          label={`In ${what}, the cell’s colour becomes the chosen one`}
          icon={<Replace aria-hidden />}
          onClick={editing.recolour}
        />
      </span>
      <span className={styles.buttons}>
        <IconButton
          label="Undo"
          icon={<Undo2 aria-hidden />}
          disabled={!editing.hasPast}
          onClick={editing.undo}
        />
        <IconButton
          label="Redo"
          icon={<Redo2 aria-hidden />}
          disabled={!editing.hasFuture}
          onClick={editing.redo}
        />
      </span>
    </div>
  );
}
