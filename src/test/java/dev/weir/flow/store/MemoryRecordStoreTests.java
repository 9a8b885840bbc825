package dev.weir.flow.store;

/** {@link MemoryRecordStore} keeps the contract. */
class MemoryRecordStoreTests extends RecordStoreContract {
    @Override
    RecordStore open() {
        return new MemoryRecordStore();
    }
}
