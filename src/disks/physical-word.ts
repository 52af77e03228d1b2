// Whose word a physical sector is: the drive's own, or a guess of the system's.

/** IDENTIFY word 106 (libata: ata_scsiop_read_cap) and READ CAPACITY(16)'s LBPPBE (sd_read_capacity_16) are
 * the drive's. A bridge's is its own, NVMe's is its preferred write granularity (nvme_update_disk_info). */
const LINUX_BUSES: readonly (string | null)[] = ['sata', 'sas', 'fc', 'iscsi', 'scsi'];

/** ada takes IDENTIFY's; da takes the UNMAP granularity where READ CAPACITY(16) is silent, nda NPWG or NOIOB
 * (sys/cam/scsi/scsi_da.c, sys/cam/nvme/nvme_da.c). */
const FREEBSD_BUSES: readonly (string | null)[] = ['sata'];

/** Whether a physical sector larger than the logical one is to be proven by reading. */
export function isPhysicalGuessed(platform: string, bus: string | null): boolean {
  const told = platform === 'freebsd' ? FREEBSD_BUSES : LINUX_BUSES;
  return !told.includes(bus);
}
