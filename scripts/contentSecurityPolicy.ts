import { createHash } from "node:crypto";
import type { Plugin } from "vite";

/**
 * What the built page may do. It shows text that models and files bring in, so nothing but its own code runs; it
 * talks to its own origin, and over https to hosts that its user names (a model on the hub, a puzzle's address).
 * `blob:` scripts are the threads of the WebAssembly kernels.
 */
const policy = (scripts: readonly string[]) =>
  Object.entries({
    "default-src": "'self'",
    "script-src": ["'self'", "'wasm-unsafe-eval'", "blob:", ...scripts.map(hashSource)].join(" "),
    "worker-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self' https: http://localhost:* http://127.0.0.1:*",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'none'",
  })
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join("; ");

/** Of other sites' frames only those that ask for the embedded form (`?embed=1`) may show the page. */
const OWN_FRAMES = "frame-ancestors 'self'";

/**
 * Puts the policy into the built page: a meta tag, since a static host may send no headers. Who may frame the page counts in a
 * header alone, so that a host has to send it as the preview server does.
 */
export function contentSecurityPolicy(): Plugin {
  return {
    name: "content-security-policy",
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        const isEmbedded = new URL(request.url ?? "/", "http://localhost").searchParams.has("embed");
        if (!isEmbedded) response.setHeader("Content-Security-Policy", OWN_FRAMES);
        next();
      });
    },
    transformIndexHtml: {
      order: "post",
      handler: (html, { server }) =>
        server
          ? []
          : [
              {
                tag: "meta",
                attrs: { "http-equiv": "Content-Security-Policy", content: policy(inlineScripts(html)) },
                injectTo: "head-prepend",
              },
            ],
    },
  };
}

function inlineScripts(html: string): string[] {
  return [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code]) => code ?? "");
}

function hashSource(code: string): string {
  return `'sha256-${createHash("sha256").update(code).digest("base64")}'`;
}
