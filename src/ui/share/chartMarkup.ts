/** What the page's styles give a drawing, which a file must bring itself. */
const STYLES = [
  ...[
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "opacity",
    "display",
  ],
  ...["font-family", "font-size", "font-weight", "text-anchor", "letter-spacing"],
];

/** A chart of the page as markup that needs no style sheet, in the colours of the light theme. */
export function chartMarkup(svg: SVGSVGElement): { markup: string; width: number; height: number } {
  const root = document.documentElement;
  const { theme } = root.dataset;
  // Figures go on paper and slides: dark lines on white, whatever the page looks like.
  root.dataset.theme = "light";
  try {
    const copy = copied(svg);
    copy.removeAttribute("class");
    const markup = new XMLSerializer().serializeToString(copy);
    return { markup, width: svg.width.baseVal.value, height: svg.height.baseVal.value };
  } finally {
    if (theme === undefined) delete root.dataset.theme;
    else root.dataset.theme = theme;
  }
}

function copied(element: Element): Element {
  const copy = element.cloneNode(false) as Element;
  if (element instanceof SVGGraphicsElement) {
    const style = getComputedStyle(element);
    for (const name of STYLES) copy.setAttribute(name, style.getPropertyValue(name));
    copy.removeAttribute("class");
  }
  for (const child of element.childNodes) {
    copy.append(child instanceof Element ? copied(child) : child.cloneNode());
  }
  return copy;
}
