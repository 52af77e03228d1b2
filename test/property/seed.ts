// SURFSCAN_SEED=… repeats a run of the property tests.

export const SEED = Number(process.env.SURFSCAN_SEED ?? Math.floor(Math.random() * 2 ** 48));
