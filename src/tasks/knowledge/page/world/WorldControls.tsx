import { ChevronDown, Dices, MessageCircleQuestion } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../../ui/primitives/Button.tsx";
import { usePassage } from "../passage/usePassage.ts";
import { askAboutText, generate, readFacts } from "./changes.ts";
import { FactForm } from "./FactForm.tsx";
import { useWorld } from "./useWorld.ts";
import styles from "./WorldControls.module.css";

const UP_TO_FOUR = [1, 2, 3, 4];
const SHARES = [
  { value: 0, label: "none" },
  { value: 0.25, label: "a quarter" },
  { value: 0.5, label: "half" },
  { value: 0.75, label: "most" },
  { value: 1, label: "all" },
];
const LARGEST_SEED = 4294967295;

/** Passages of the invented world: a new one by seed and difficulty, or one's own people and facts. */
export default function WorldControls() {
  const passage = usePassage();
  const { draft, models } = passage;
  const { recipe } = draft;
  const world = useWorld(models);
  const [ownFacts, setOwnFacts] = useState(false);
  const canAsk = models.isOwnLoaded && world !== null && world.factsOf(draft.passage.text) !== null;
  return (
    <section className={styles.world} aria-label="Passage of the invented world" data-panel="source">
      <div className={styles.line}>
        <Button icon={<Dices aria-hidden />} onClick={() => void generate(passage)}>
          New passage
        </Button>
      </div>
      <details className={styles.more}>
        <summary>How it is made, and your own facts</summary>
        <div className={styles.line}>
          <Seed seed={recipe.seed} onChange={(seed) => void generate(passage, { seed })} />
          <Choice
            label="People"
            value={recipe.people}
            options={UP_TO_FOUR.map((value) => ({ value, label: String(value) }))}
            onChange={(people) => void generate(passage, { people })}
          />
          <Choice
            label="Facts each"
            value={recipe.factsPerPerson}
            options={UP_TO_FOUR.map((value) => ({ value, label: String(value) }))}
            onChange={(factsPerPerson) => void generate(passage, { factsPerPerson })}
          />
          <Choice
            label="Asked backwards"
            value={recipe.reversedShare}
            options={SHARES}
            onChange={(reversedShare) => void generate(passage, { reversedShare })}
          />
        </div>
        <div className={styles.line}>
          <Button
            look="quiet"
            aria-expanded={ownFacts}
            aria-controls="own-facts"
            icon={<ChevronDown aria-hidden className={styles.arrow} data-open={ownFacts} />}
            onClick={() => {
              if (!ownFacts) void readFacts(passage);
              setOwnFacts(!ownFacts);
            }}
          >
            Your own people and facts
          </Button>
          {canAsk && (
            <Button
              look="quiet"
              icon={<MessageCircleQuestion aria-hidden />}
              onClick={() => void askAboutText(passage)}
            >
              Questions from the text
            </Button>
          )}
        </div>
        <div id="own-facts">{ownFacts && world && <FactForm world={world} />}</div>
      </details>
    </section>
  );
}

interface ChoiceProps {
  label: string;
  value: number;
  options: readonly { value: number; label: string }[];
  onChange: (value: number) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label className={styles.field}>
      {label}
      <select value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A passage is made when the number is complete: on Enter, or when the field is left. */
function Seed({ seed, onChange }: { seed: number; onChange: (seed: number) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? String(seed);
  const value = /^\d{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN;
  const isValid = value <= LARGEST_SEED;
  const commit = () => {
    if (isValid && value !== seed) onChange(value);
  };
  return (
    <label className={styles.field}>
      Passage seed
      <input
        inputMode="numeric"
        value={text}
        aria-invalid={!isValid}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => {
          commit();
          setTyped(null);
        }}
        onKeyDown={(event) => event.key === "Enter" && commit()}
      />
    </label>
  );
}
