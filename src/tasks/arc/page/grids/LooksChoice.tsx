import styles from "./LooksChoice.module.css";
import { changeLooks, PALETTES, useLooks } from "./looks.ts";
import { PALETTE_TEXTS } from "./palette.ts";

/** In which colours grids are drawn, and whether with digits. */
export function LooksChoice() {
  const { palette, digits } = useLooks();
  return (
    <details className={styles.looks}>
      <summary>Colours and digits</summary>
      <fieldset className={styles.choices} aria-label="Looks">
        {PALETTES.map((name) => (
          <label key={name} title={PALETTE_TEXTS[name].help}>
            <input
              type="radio"
              name="palette"
              checked={palette === name}
              onChange={() => changeLooks({ palette: name })}
            />
            {PALETTE_TEXTS[name].label}
            <span className={styles.swatches} aria-hidden>
              {PALETTE_TEXTS[name].colours.map(({ colour }) => (
                <span key={colour} style={{ background: colour }} />
              ))}
            </span>
          </label>
        ))}
        <label>
          <input type="checkbox" checked={digits} onChange={() => changeLooks({ digits: !digits })} />
          Digits in the cells
        </label>
      </fieldset>
    </details>
  );
}
