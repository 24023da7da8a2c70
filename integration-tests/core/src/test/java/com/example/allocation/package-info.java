/** An application that reads again and again and counts what that costs in memory. */
package com.example.allocation;
