import { DataSource, type DataSourceOptions } from 'typeorm';

/**
 * TypeORM's data source, not connected yet. SQLite keeps text of any length whatever its column's type is called, but
 * TypeORM refuses to name MySQL's larger text there: one entity describes the column on every engine.
 */
export function createDataSource(options: DataSourceOptions): DataSource {
  const source = new DataSource(options);
  source.driver.supportedDataTypes.push('mediumtext');
  return source;
}
