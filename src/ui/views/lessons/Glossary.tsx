import { type ChangeEvent, useState } from "react";
import { GLOSSARY } from "../../../lessons/glossary.ts";
import { plural } from "../../primitives/format.ts";
import page from "../../primitives/Section.module.css";
import { ViewHero } from "../../primitives/ViewHero.tsx";
import styles from "./Glossary.module.css";

const ENTRIES = Object.entries(GLOSSARY);

/** Every term that the lessons use. */
export default function Glossary() {
  const [sought, setSought] = useState("");
  const found = ENTRIES.filter(([, { term, meaning }]) =>
    `${term} ${meaning}`.toLowerCase().includes(sought.trim().toLowerCase()),
  );
  return (
    <>
      <ViewHero question="Glossary">
        <p>
          {plural(ENTRIES.length, "term")}, each in a sentence or two.{" "}
          <a href="#view=lessons">To the lessons</a>
        </p>
      </ViewHero>
      <div id="workspace" className={page.results} tabIndex={-1}>
        <label className={styles.search}>
          Find a term
          <input
            type="search"
            value={sought}
            onChange={({ target }: ChangeEvent<HTMLInputElement>) => setSought(target.value)}
          />
          <span role="status">{sought !== "" && `${found.length} found`}</span>
        </label>
        <dl className={styles.terms}>
          {found.map(([key, { term, meaning }]) => (
            <div key={key}>
              <dt>{term}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </>
  );
}
