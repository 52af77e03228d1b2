// The loop devices above a file.
#pragma once

// Detaches those that stand on `file`; one with other readers goes when the last of them closes.
void detach_loops(const char* file);
