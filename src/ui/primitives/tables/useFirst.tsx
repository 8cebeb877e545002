import { type ReactNode, useState } from "react";
import { Button } from "../Button.tsx";

/** The first lines of a list that may be long, and below them a button that shows the others; null where none is left. */
export function useFirst<T>(all: readonly T[], others: string, first = 40): [readonly T[], ReactNode] {
  const [isOpen, setOpen] = useState(false);
  if (isOpen || all.length <= first) return [all, null];
  return [
    all.slice(0, first),
    <Button key="others" look="quiet" onClick={() => setOpen(true)}>
      Show {all.length - first} {others}
    </Button>,
  ];
}
