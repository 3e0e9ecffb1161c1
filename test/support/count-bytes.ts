/** Bytes of the buffers that a device has been asked for and that are not destroyed: now and at most. */
export function countBytes(counted: GPUDevice): { now: number; most: number } {
  const bytes = { now: 0, most: 0 };
  const create = counted.createBuffer.bind(counted);
  counted.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    let held = descriptor.size;
    bytes.now += held;
    bytes.most = Math.max(bytes.most, bytes.now);
    buffer.destroy = () => {
      bytes.now -= held;
      held = 0;
      destroy();
    };
    return buffer;
  };
  return bytes;
}
