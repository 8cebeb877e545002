import type { ReactNode } from "react";
import table from "./table.module.css";

interface ScrollTableProps {
  caption: string;
  /** `thead` and `tbody`. */
  children: ReactNode;
}

/** A table that scrolls sideways where there is little room, by keyboard too. */
export function ScrollTable({ caption, children }: ScrollTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has only a keyboard must be able to scroll it
    <section className={table.scroll} aria-label={caption} tabIndex={0}>
      <table className={table.table}>
        <caption>{caption}</caption>
        {children}
      </table>
    </section>
  );
}
