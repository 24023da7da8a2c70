package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.PatchList;

/** The patched classes of JDBC drivers. */
public final class JdbcPatches {

    private static final String PURPOSE = "a rotated password for new connections";

    private JdbcPatches() {}

    public static PatchList postgreSql() {
        return of("the PostgreSQL driver").addFirst("org.postgresql.Driver", PostgreSqlPatch::new);
    }

    public static PatchList mySql() {
        return of("MySQL Connector/J")
                .addFirst("com.mysql.cj.jdbc.ConnectionImpl", MySqlPatch::new)
                .addFirst("com.mysql.jdbc.ConnectionImpl", MySql5Patch::new);
    }

    public static PatchList mariaDb() {
        return of("MariaDB Connector/J")
                .addFirst("org.mariadb.jdbc.Driver", MariaDbPatch::new)
                .addFirst("org.mariadb.jdbc.NonRegisteringDriver", MariaDbPatch::new)
                .addFirst("org.mariadb.jdbc.internal.util.Utils", MariaDb2Patch::new);
    }

    public static PatchList h2() {
        return of("H2").addFirst("org.h2.Driver", H2Patch::new)
                .addFirst("org.h2.jdbcx.JdbcDataSource", H2DataSourcePatch::new);
    }

    public static PatchList sqlServer() {
        return of("the SQL Server driver")
                .addFirst("com.microsoft.sqlserver.jdbc.SQLServerConnection", SqlServerPatch::new);
    }

    public static PatchList oracle() {
        return of("the Oracle driver").addFirst("oracle.jdbc.driver.OracleDriver", OraclePatch::new);
    }

    public static PatchList db2() {
        return of("the Db2 driver")
                .addFirst("com.ibm.db2.jcc.DB2Driver", Db2Patch::new)
                .addFirst("com.ibm.db2.jcc.DB2SimpleDataSource", Db2DataSourcePatch::new);
    }

    private static PatchList of(String driver) {
        return new PatchList(driver, PURPOSE);
    }
}
