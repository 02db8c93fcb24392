/* What does the proof of durability say of a disk that is told nothing?
 *
 * Loaded before the program (LD_PRELOAD) it swallows every wish to make data durable. The program cannot know; whoever
 * looks at its system calls must.
 */
int fdatasync(int file) { (void)file; return 0; }
int fsync(int file) { (void)file; return 0; }
