/** Why a request is sent that no plan names: to ask for the marker past the cache, or to heal what stayed stale. */
export type ExtraReason = 'ask-marker' | 'heal-exactly' | 'heal-variants'
