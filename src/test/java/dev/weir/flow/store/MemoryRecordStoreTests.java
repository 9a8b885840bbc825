package dev.weir.flow.store;

/** {@link MemoryRecordStore} keeps the contract. */
class MemoryRecordStoreTests extends RecordStoreContract {
    @Override
    protected RecordStore open() {
        return new MemoryRecordStore();
    }
}
