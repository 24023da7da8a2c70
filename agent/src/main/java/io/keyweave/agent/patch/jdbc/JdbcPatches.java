package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.PatchList;

/** The patched classes of JDBC drivers. */
public final class JdbcPatches {

    private static final String PURPOSE = "a rotated password for new connections";

    private JdbcPatches() {}

    public static PatchList postgreSql() {
        return of("the PostgreSQL driver").add("org.postgresql.Driver", PostgreSqlPatch::new);
    }

    public static PatchList mySql() {
        return of("MySQL Connector/J")
                .add("com.mysql.cj.jdbc.ConnectionImpl", MySqlPatch::new)
                .add("com.mysql.jdbc.ConnectionImpl", MySql5Patch::new);
    }

    public static PatchList mariaDb() {
        return of("MariaDB Connector/J")
                .add("org.mariadb.jdbc.Driver", MariaDbPatch::new)
                .add("org.mariadb.jdbc.NonRegisteringDriver", MariaDbPatch::new)
                .add("org.mariadb.jdbc.internal.util.Utils", MariaDb2Patch::new);
    }

    public static PatchList h2() {
        return of("H2").add("org.h2.Driver", H2Patch::new).add("org.h2.jdbcx.JdbcDataSource", H2DataSourcePatch::new);
    }

    public static PatchList sqlServer() {
        return of("the SQL Server driver").add("com.microsoft.sqlserver.jdbc.SQLServerConnection", SqlServerPatch::new);
    }

    public static PatchList oracle() {
        return of("the Oracle driver").add("oracle.jdbc.driver.OracleDriver", OraclePatch::new);
    }

    public static PatchList db2() {
        return of("the Db2 driver")
                .add("com.ibm.db2.jcc.DB2Driver", Db2Patch::new)
                .add("com.ibm.db2.jcc.DB2SimpleDataSource", Db2DataSourcePatch::new);
    }

    private static PatchList of(String driver) {
        return new PatchList(driver, PURPOSE);
    }
}
