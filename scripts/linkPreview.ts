import type { Plugin } from "vite";

/**
 * Where SITE_URL says where the site will lie, its address and picture in `index.html` become whole addresses: what
 * shows previews of links resolves no others.
 */
export function linkPreview(site = process.env.SITE_URL): Plugin {
  return {
    name: "link-preview",
    apply: "build",
    transformIndexHtml: (html) =>
      site ? html.replaceAll('content="./', `content="${new URL(site).href}`) : html,
  };
}
