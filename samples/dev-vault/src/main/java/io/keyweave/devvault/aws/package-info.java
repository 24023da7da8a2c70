/**
 * AWS Secrets Manager and what the AWS SDK's default credential chain asks: STS, the metadata of an EC2 instance, the credentials
 * of a container. Signatures are recomputed and compared.
 */
@NullMarked
package io.keyweave.devvault.aws;

import org.jspecify.annotations.NullMarked;
