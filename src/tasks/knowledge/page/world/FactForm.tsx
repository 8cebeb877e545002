import { ListPlus, Trash2 } from "lucide-react";
import { Button, IconButton } from "../../../../ui/primitives/Button.tsx";
import { FieldMessage } from "../../../../ui/primitives/FieldMessage.tsx";
import { usePassage } from "../passage/usePassage.ts";
import { tellFacts } from "./changes.ts";
import styles from "./FactForm.module.css";
import type { World } from "./loadWorld.ts";
import type { OwnFact } from "./recipe.ts";

/** Far more than the embedded model can read at once, and still a form. */
const MOST_FACTS = 16;

/** One fact a line: who, what kind, which. The passage and its questions are made from them. */
export function FactForm({ world }: { world: World }) {
  const passage = usePassage();
  const { facts } = passage.draft;
  const changeFacts = (next: readonly OwnFact[]) => passage.onChange((draft) => ({ ...draft, facts: next }));
  const problems = world.factProblems(facts);
  const change = (id: string, what: Partial<OwnFact>) =>
    changeFacts(facts.map((fact) => (fact.id === id ? { ...fact, ...what } : fact)));
  const add = () => {
    const number = Math.max(-1, ...facts.map(({ id }) => Number(id.slice(1)) || 0)) + 1;
    const person = facts.at(-1)?.person ?? "";
    const relation = world.FACT_KINDS[0]?.key ?? "";
    changeFacts([...facts, { id: `f${number}`, person, relation, value: "" }]);
  };
  return (
    <div className={styles.form}>
      <ol className={styles.facts} aria-label="Your facts">
        {facts.map((fact, index) => (
          <FactRow
            key={fact.id}
            fact={fact}
            number={index + 1}
            kinds={world.FACT_KINDS}
            problem={problems.find(({ id }) => id === fact.id)?.message}
            onChange={(what) => change(fact.id, what)}
            onDelete={() => changeFacts(facts.filter(({ id }) => id !== fact.id))}
          />
        ))}
      </ol>
      <div className={styles.actions}>
        <Button
          look="quiet"
          icon={<ListPlus aria-hidden />}
          disabled={facts.length >= MOST_FACTS}
          onClick={add}
        >
          Add a fact
        </Button>
        <Button disabled={facts.length === 0 || problems.length > 0} onClick={() => void tellFacts(passage)}>
          Make the passage
        </Button>
      </div>
    </div>
  );
}

interface FactRowProps {
  fact: OwnFact;
  number: number;
  kinds: World["FACT_KINDS"];
  problem: string | undefined;
  onChange: (what: Partial<OwnFact>) => void;
  onDelete: () => void;
}

function FactRow({ fact, number, kinds, problem, onChange, onDelete }: FactRowProps) {
  const { id, person, relation, value } = fact;
  const values = kinds.find(({ key }) => key === relation)?.values ?? [];
  const isEmpty = person.trim() === "" || value.trim() === "";
  const described = problem === undefined ? undefined : `issue-fact-${id}`;
  return (
    <li className={styles.fact}>
      <input
        aria-label={`Person of fact ${number}`}
        placeholder="Name"
        value={person}
        onChange={(event) => onChange({ person: event.target.value })}
      />
      <select
        aria-label={`Kind of fact ${number}`}
        value={relation}
        onChange={(event) => onChange({ relation: event.target.value, value: "" })}
      >
        {kinds.map(({ key, label }) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
      <input
        aria-label={`Value of fact ${number}`}
        aria-invalid={problem !== undefined && !isEmpty}
        aria-describedby={described}
        placeholder={values.length > 0 ? `e.g. ${values[0]}` : "any name"}
        list={values.length > 0 ? `values-${id}` : undefined}
        value={value}
        onChange={(event) => onChange({ value: event.target.value })}
      />
      {values.length > 0 && (
        <datalist id={`values-${id}`}>
          {values.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      <IconButton label={`Delete fact ${number}`} icon={<Trash2 aria-hidden />} onClick={onDelete} />
      <div className={styles.problem}>
        <FieldMessage
          id={`issue-fact-${id}`}
          issue={problem === undefined ? undefined : { message: problem, missing: isEmpty }}
        />
      </div>
    </li>
  );
}
