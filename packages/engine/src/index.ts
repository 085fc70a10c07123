export { openWarehouse, type WarehouseLocation } from './warehouse/openWarehouse.ts'
export { WarehouseError, type Lane, type Warehouse } from './warehouse/warehouse.ts'
export type * from './engine.ts'
export { createEngine, type EngineOptions } from './createEngine.ts'
