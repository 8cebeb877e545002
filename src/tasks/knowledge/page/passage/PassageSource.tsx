import { FilePlus2, FileUp } from "lucide-react";
import { useRef } from "react";
import { Button } from "../../../../ui/primitives/Button.tsx";
import { FieldMessage } from "../../../../ui/primitives/FieldMessage.tsx";
import { EXAMPLES } from "../examples.ts";
import { useWorld } from "../world/useWorld.ts";
import { openedPassage } from "./openedPassage.ts";
import styles from "./PassageSource.module.css";
import { useExample } from "./useExample.ts";
import { usePassage } from "./usePassage.ts";

const EMPTY = { title: "", text: "", questions: [] };

const IMPORTED = "imported:";

interface PassageSourceProps {
  onFiles: (files: readonly File[]) => void;
  /** Why the last file could not be read. */
  problem: string | undefined;
}

/** Where the passage comes from: an example, one's own text, or a file. */
export function PassageSource({ onFiles, problem }: PassageSourceProps) {
  const { draft, models, onReplace } = usePassage();
  const { passage, recipe, imported } = draft;
  const example = useExample();
  const message = example.problem ?? problem;
  const file = useRef<HTMLInputElement>(null);
  const importedIndex = imported?.passages.findIndex(
    (one) => one.title === passage.title && one.text === passage.text,
  );
  const isImported = importedIndex !== undefined && importedIndex >= 0;
  const isGenerated = useWorld(models)?.isOfRecipe(passage, recipe) ?? false;
  const chosen = isImported ? `${IMPORTED}${importedIndex}` : (example.shown?.id ?? "");

  const choose = (value: string) => {
    if (!value.startsWith(IMPORTED)) return example.choose(value);
    const found = imported?.passages[Number(value.slice(IMPORTED.length))];
    if (found) onReplace(...openedPassage(found));
  };

  return (
    <section className={styles.source} aria-label="Choose a passage" data-panel="source">
      <select
        aria-label="Passage"
        className={styles.example}
        value={chosen}
        onChange={(event) => choose(event.target.value)}
      >
        {chosen === "" && <option value="">{isGenerated ? "A generated passage" : "Your own text"}</option>}
        <optgroup label="Examples">
          {EXAMPLES.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </optgroup>
        {imported && (
          <optgroup label={imported.fileName}>
            {imported.passages.map(({ title }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
              <option key={index} value={`${IMPORTED}${index}`}>
                {index + 1}. {title}
              </option>
            ))}
          </optgroup>
        )}
      </select>
      <Button
        look="quiet"
        icon={<FilePlus2 aria-hidden />}
        onClick={() => onReplace(...openedPassage(EMPTY, "The page is empty for your own text."))}
      >
        Write your own
      </Button>
      <Button
        look="quiet"
        icon={<FileUp aria-hidden />}
        title="SQuAD’s JSON, JSON lines, or a table of context, question and answer; you may also drop files or a folder here"
        onClick={() => file.current?.click()}
      >
        Import
      </Button>
      <input
        ref={file}
        type="file"
        hidden
        multiple
        aria-label="SQuAD JSON file"
        accept=".json,.jsonl,.ndjson,.csv,.tsv,application/json,text/csv"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <FieldMessage
        id="issue-import"
        issue={message === undefined ? undefined : { message, missing: false }}
      />
    </section>
  );
}
