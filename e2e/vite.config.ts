import config from "../vite.config.ts";

/**
 * The built site on one thread a page, which it has where it is not isolated: two tests share the processors, and threads
 * that wait for each other would take them from the other test. It trains on several in `staticHost.spec.ts`.
 */
export default { ...config, preview: { ...config.preview, headers: {} } };
