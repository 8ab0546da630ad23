/**
 * Waits until no rating or closing is under way and keeps it so until the transaction ends: what is looked
 * up of rated readings then cannot change before the rules do.
 */
export const LOCK_RATING_SQL = `select pg_advisory_xact_lock(hashtext('os_credits.rating'))`;
