import { type DragEvent, useState } from "react";

/** What an element needs that files can be dropped on; `data-over` while some are held above it. */
export function useDropTarget(onDrop: (dropped: DataTransfer) => void) {
  const [isOver, setIsOver] = useState(false);
  return {
    "data-over": isOver,
    onDragOver(event: DragEvent) {
      event.preventDefault();
      setIsOver(true);
    },
    onDragLeave: () => setIsOver(false),
    onDrop(event: DragEvent) {
      event.preventDefault();
      setIsOver(false);
      onDrop(event.dataTransfer);
    },
  };
}
