import { ClipboardPaste, FileUp, FolderUp, PencilRuler, SquarePlus, X } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "../../../../ui/primitives/Button.tsx";
import { droppedFiles } from "../../../../ui/primitives/droppedFiles.ts";
import { FieldMessage } from "../../../../ui/primitives/FieldMessage.tsx";
import { useDropTarget } from "../../../../ui/primitives/useDropTarget.ts";
import type { ContextViewProps } from "../../../page/taskPage.ts";
import type { ArcContext } from "../../arcContext.ts";
import { isWebAddress } from "../../import/fetchArc.ts";
import { begun } from "../context/editor.ts";
import { EDITOR_ID } from "../context/PuzzleEditor.tsx";
import { contextOn, type PuzzleDraft, type PuzzleSource, withImported } from "../draft.ts";
import { ImportedPuzzles } from "./ImportedPuzzles.tsx";
import { importPuzzleFiles, importPuzzleText, type PuzzleImport } from "./importPuzzles.ts";
import { SavePuzzle } from "./SavePuzzle.tsx";
import styles from "./SourceLine.module.css";
import { WebAddress } from "./WebAddress.tsx";

/** Other puzzles than those of the gallery: from files, from the clipboard, or drawn. */
export function SourceLine(props: ContextViewProps<PuzzleDraft>) {
  const { draft, onChange } = props;
  const { own } = draft;
  const shown = contextOn(draft);
  const isOwn = draft.source.kind === "own";
  const [problem, setProblem] = useState<string | null>(null);
  /** Ends what is being fetched from a web address. */
  const [fetching, setFetching] = useState<AbortController | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  /** Opens the editor and brings people to it: on most screens it is out of sight. */
  const draw = (from: ArcContext | null) => {
    flushSync(() => onChange((now) => begun(now, from)));
    const editor = document.getElementById(EDITOR_ID);
    editor?.focus({ preventScroll: true });
    editor?.scrollIntoView();
  };
  const choose = (source: PuzzleSource) => onChange((now) => ({ ...now, source }));
  const show = useEffectEvent((read: PuzzleImport) => {
    setProblem(read.ok ? null : read.problem);
    if (read.ok) onChange((now) => withImported(now, read.imported));
  });
  const readFiles = async (files: readonly File[]) => {
    show(await importPuzzleFiles(files, draft.imported));
  };
  const readText = async (text: string, name: string) => {
    const abort = new AbortController();
    setFetching(isWebAddress(text) ? abort : null);
    const read = await importPuzzleText(text, name, draft.imported, abort.signal);
    setFetching((now) => (now === abort ? null : now));
    if (!abort.signal.aborted) show(read);
  };
  const readPasted = useEffectEvent((text: string) => void readText(text, PASTED));
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      // What is pasted into a field belongs there.
      if (event.target instanceof HTMLElement && event.target.closest("input, textarea")) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text.trim() !== "") readPasted(text);
    };
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  }, []);
  const pasteByButton = async () => {
    const text = await clipboardText();
    if (text !== null) await readText(text, PASTED);
    else setProblem("The browser does not let this page read the clipboard: press Ctrl+V (⌘V) instead.");
  };

  const target = useDropTarget((dropped) => void droppedFiles(dropped).then(readFiles));
  return (
    <section className={styles.source} aria-label="Other puzzles" data-panel="source" {...target}>
      <details className={styles.own}>
        <summary>Your own puzzle: a file, pasted, drawn</summary>
        <div className={styles.line}>
          <Button
            look="quiet"
            icon={<FileUp aria-hidden />}
            title="ARC’s JSON: one task or many, challenges and solutions; you may also drop files or a folder here"
            onClick={() => file.current?.click()}
          >
            ARC JSON file
          </Button>
          <Button
            look="quiet"
            icon={<FolderUp aria-hidden />}
            title="All JSON files of a folder, to be run as a set"
            onClick={() => folder.current?.click()}
          >
            Folder
          </Button>
          <Button look="quiet" icon={<ClipboardPaste aria-hidden />} onClick={() => void pasteByButton()}>
            Paste
          </Button>
          <WebAddress isLoading={fetching !== null} onLoad={(address) => void readText(address, address)} />
          {fetching && (
            <Button look="quiet" icon={<X aria-hidden />} onClick={() => fetching.abort()}>
              Cancel
            </Button>
          )}
          <Button look="quiet" icon={<SquarePlus aria-hidden />} onClick={() => draw(null)}>
            Draw one
          </Button>
          {!isOwn && (
            <Button look="quiet" icon={<PencilRuler aria-hidden />} onClick={() => draw(shown)}>
              Change a copy of {shown.name}
            </Button>
          )}
          <SavePuzzle context={shown} onProblem={setProblem} />
        </div>
      </details>
      <div className={styles.line}>
        {own && !isOwn && (
          <Button look="quiet" onClick={() => choose({ kind: "own" })}>
            Back to “{own.name}”
          </Button>
        )}
        <input
          ref={file}
          type="file"
          hidden
          multiple
          aria-label="ARC JSON file"
          accept=".json,.jsonl,.ndjson,application/json"
          onChange={(event) => {
            void readFiles([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
        <input
          ref={folder}
          type="file"
          hidden
          aria-label="Folder of tasks"
          {...{ webkitdirectory: "" }}
          onChange={(event) => {
            void readFiles([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
      </div>
      <ImportedPuzzles {...props} />
      <FieldMessage
        id="issue-puzzle-import"
        issue={problem === null ? undefined : { message: problem, missing: false }}
      />
    </section>
  );
}

const PASTED = "pasted puzzle";

/** Null where the browser does not let this page read it. */
async function clipboardText(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return null;
  }
}
