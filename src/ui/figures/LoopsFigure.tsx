import { usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import styles from "./LoopsFigure.module.css";
import { type LoopPart, litParts } from "./loopParts.ts";

interface Node {
  part: LoopPart;
  /** Two lines. */
  words: readonly [string, string];
  x: number;
  y: number;
  /** "lesson/step" */
  lesson: string;
}

/** In the order in which a run goes through them. */
const NODES: readonly Node[] = [
  { part: "read", words: ["A passage", "or a puzzle"], x: 231, y: 4, lesson: "it-does-not-know" },
  { part: "write", words: ["Write notes:", "a self-edit"], x: 231, y: 76, lesson: "notes-instead-of-text" },
  { part: "train", words: ["Train on", "the notes"], x: 390, y: 76, lesson: "the-inner-loop" },
  { part: "test", words: ["Test, the text", "out of sight"], x: 390, y: 172, lesson: "did-it-help/controls" },
  { part: "reward", words: ["Reward:", "did it help?"], x: 231, y: 172, lesson: "did-it-help" },
  { part: "keep", words: ["Keep the", "best notes"], x: 72, y: 172, lesson: "learning-to-write" },
  { part: "teach", words: ["Teach it to", "write such"], x: 72, y: 76, lesson: "learning-to-write/held-out" },
];

const WIDTH = 116;
const HEIGHT = 46;

/** From each part to the next one: the ends of an arrow. */
const ARROWS: readonly { from: LoopPart; d: string }[] = [
  { from: "read", d: "M231 50 V71" },
  { from: "write", d: "M289 99 H327" },
  { from: "train", d: "M390 122 V167" },
  { from: "test", d: "M332 195 H294" },
  { from: "reward", d: "M173 195 H135" },
  { from: "keep", d: "M72 172 V127" },
  { from: "teach", d: "M130 99 H168" },
];

/** SEAL's two loops. Each part leads to its lesson, and is lit while a run is at it. */
export default function LoopsFigure() {
  const lit = usePlaygroundState(litParts);
  const isLit = (part: LoopPart) => lit.includes(part);
  return (
    <figure className={styles.figure}>
      {/* biome-ignore lint/a11y/useSemanticElements: a group of links, drawn */}
      <svg viewBox="0 0 462 222" role="group" aria-label="The two loops of SEAL">
        <defs>
          <marker
            id="loop-arrow"
            viewBox="0 0 8 8"
            refX="6"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M1 1 L7 4 L1 7" fill="none" stroke="context-stroke" strokeWidth="1.5" />
          </marker>
        </defs>
        {ARROWS.map(({ from, d }) => (
          <path
            key={from}
            d={d}
            className={styles.arrow}
            data-lit={isLit(from)}
            markerEnd="url(#loop-arrow)"
          />
        ))}
        <text className={styles.loop} x="151.500" y="151" textAnchor="middle">
          outer loop
        </text>
        <text className={styles.loop} x="310.500" y="151" textAnchor="middle">
          inner loop
        </text>
        {NODES.map(({ part, words, x, y, lesson }) => (
          <a
            key={part}
            href={`#lesson=${lesson}`}
            className={styles.part}
            data-lit={isLit(part)}
            aria-current={isLit(part) ? "step" : undefined}
          >
            <title>{`${words.join(" ")}: to the lesson`}</title>
            <rect x={x - WIDTH / 2} y={y} width={WIDTH} height={HEIGHT} rx="8" />
            {words.map((line, index) => (
              <text key={line} x={x} y={y + 19 + 17 * index} textAnchor="middle">
                {line}{" "}
              </text>
            ))}
          </a>
        ))}
      </svg>
    </figure>
  );
}
