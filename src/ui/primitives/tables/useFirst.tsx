import { type ReactNode, useState } from "react";
import { Button } from "../Button.tsx";

const FIRST = 40;

/** The first lines of a list that may be long, and below them a button that shows the others; null where none is left. */
export function useFirst<T>(all: readonly T[], others: string): [readonly T[], ReactNode] {
  const [isOpen, setOpen] = useState(false);
  if (isOpen || all.length <= FIRST) return [all, null];
  return [
    all.slice(0, FIRST),
    <Button key="others" look="quiet" onClick={() => setOpen(true)}>
      Show {all.length - FIRST} {others}
    </Button>,
  ];
}
