// The placeholders of the template, which the build fills in.

declare const $files: Record<string, string>;
declare const $first: string[];

// TypeScript's library takes every worker for one that a page has made; a service worker is another.
interface WorkerGlobalScope {
  readonly clients: Clients;
  skipWaiting(): Promise<void>;
  addEventListener<T extends keyof ServiceWorkerGlobalScopeEventMap>(type: T, act: (event: ServiceWorkerGlobalScopeEventMap[T]) => void): void;
}
