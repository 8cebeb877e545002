/** A loop that ends where it began: the model is taught by what it wrote. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" fill="none" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path stroke="var(--accent)" strokeWidth="3" d="M25.5 11.5A11 11 0 1 0 27 17M26.5 4.500v7.500h-7.500" />
      <circle cx="16" cy="16" r="3.5" fill="var(--accent)" />
    </svg>
  );
}
