// Of SCSI's messages (sys/cam/scsi/scsi_message.h there).
#pragma once

#define MSG_SIMPLE_Q_TAG 0x20
