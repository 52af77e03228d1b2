// Takes away what FreeBSD's errno.h does not have (sys/sys/errno.h there), so that a source which
// needs one of these fails to build here too.
#include_next <errno.h>

#undef EBADE
#undef ENODATA
#undef ENOMEDIUM
#undef EREMOTEIO
