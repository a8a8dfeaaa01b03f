/** Names in the temporary folder of a run of the tests. */

/** In it each worker has a file named by its process, which holds the file of tests that it runs. */
export const workersFolder = 'workers'
