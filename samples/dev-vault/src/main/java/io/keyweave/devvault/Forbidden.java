package io.keyweave.devvault;

/**
 * Why a vault answers 403 to an identity it knows.
 *
 * @see <a href="https://learn.microsoft.com/azure/key-vault/general/common-error-codes">Key Vault error codes</a>
 */
public enum Forbidden {
    /** A vault under Azure RBAC: no role assignment. */
    RBAC("ForbiddenByRbac"),
    /** A vault under access policies, as it says it today: no policy for the caller. */
    ACCESS_DENIED("AccessDenied"),
    /** A vault under access policies: the same by its other name. */
    POLICY("ForbiddenByPolicy"),
    /** The vault's firewall does not list the client's address. */
    FIREWALL("ForbiddenByFirewall"),
    /** The firewall sees a private address, which no IP rule can allow: the subnet has a service endpoint, but no rule. */
    UNKNOWN_SUBNET("ForbiddenByFirewall"),
    /** The vault lies in a network security perimeter, whose rules do not allow the client. */
    PERIMETER("ForbiddenByFirewall"),
    /** Public network access is disabled. */
    CONNECTION("ForbiddenByConnection");

    private final String code;

    Forbidden(String code) {
        this.code = code;
    }

    /** The {@code innererror} code. */
    public String code() {
        return code;
    }
}
