// What of libcam the core is linked with, where there is none: it finds no drive. By C's names, which is how
// the core must look for it.
struct cam_device;

extern "C" {

extern char cam_errbuf[2048];
char cam_errbuf[2048] = "this system has no CAM";

cam_device* cam_open_device(const char*, int);
cam_device* cam_open_device(const char*, int) { return nullptr; }

void cam_close_device(cam_device*);
void cam_close_device(cam_device*) {}
}
